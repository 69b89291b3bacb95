"""From bytes to graphs: hardened XML, SpiffWorkflow's parser as the driver, our own reading of each element attached to it."""
