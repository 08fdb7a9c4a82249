"""The attendance desk when its connection is lost: entries that wait in the browser and are sent again."""
