"""The database: records in and out, one transaction a use case. The only home of SQLAlchemy."""
