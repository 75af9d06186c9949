from onestop.cli.main import main

main()
