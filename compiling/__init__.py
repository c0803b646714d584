"""How the engine's small modules become one compiled unit: their sources joined, the C made of them made quicker."""
