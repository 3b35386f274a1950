#if OPS_EMBEDDED
Console.Error.WriteLine(
    "This is the embedded flavor: its host is the ops command. Run: dotnet run --project local/Cli -- up");
return 2;
#else
return 0;
#endif
