"""What every page needs: the server, headers, templates, live changes, safe HTML."""
