"""The demo hospital: invented people and a year of invented incidents, walked through the real program."""
