print("forger")
