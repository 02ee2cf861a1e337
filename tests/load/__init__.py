"""Load and crashes: fifty annotators at once, a server killed at any moment, and what is there afterwards."""
