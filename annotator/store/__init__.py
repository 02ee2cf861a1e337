"""The database, and the only place with SQL: one file a noun. Domain values go in and come out, never rows."""
