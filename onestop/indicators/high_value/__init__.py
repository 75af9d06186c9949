"""High-value invention patents: why an invention counts, by dated policy, with the evidence for each reason."""
