"""stub."""
Atlas=draw=None
