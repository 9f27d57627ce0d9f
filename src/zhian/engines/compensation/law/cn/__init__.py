"""The instruments of China, one file each."""
