"""How two definitions of one field or one material become one."""
