"""How two names are compared: by words, sounds and letters, and by what each people's writing tells apart."""
