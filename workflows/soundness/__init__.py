"""Is every flow sound? The real engine is played through every state that a case can reach."""
