"""Who is reachable where: linked chats, consent, invitations, phones, leave, and the rights to one's own data."""
