"""How mails leave: one folder of ways, chosen by the setting MAIL_CHANNEL."""
