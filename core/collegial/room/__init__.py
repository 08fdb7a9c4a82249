"""The bureau's pages on votes in the room: pause, list, count; the acts are those of votes."""
