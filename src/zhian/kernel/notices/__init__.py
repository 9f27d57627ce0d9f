"""Who is told of what: the inbox, mail and group chats, reminders, and whom an overdue matter reaches next."""
