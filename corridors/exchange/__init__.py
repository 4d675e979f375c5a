"""In and out: geometry from OpenStreetMap into a geodata folder."""
