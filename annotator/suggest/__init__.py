"""What proposes spans: one file a way of learning them. They know the domain, and one library each."""
