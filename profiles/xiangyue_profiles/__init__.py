"""The profiles that come with xiangyue: data only, found through an entry point."""
