"""The demo's page: people's chats beside the board, and the clock that is pushed forward."""
