"""badgesite turns YAML files about customers, badges and milestones into a static site."""

__version__ = "0.1.0"
