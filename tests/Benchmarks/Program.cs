using System.Globalization;
using OpsAutomation.Benchmarks;

// usage: hot-scope [round trip in ms] [attempts]
if (args is not ["hot-scope", ..])
{
    await Console.Error.WriteLineAsync("Known: hot-scope [round trip in ms] [attempts], the simulation that docs/scale.md quotes. Benchmarks of the system are 'ops bench'.");
    return 2;
}

HotScope.Print(
    Console.Out,
    args.Length > 2 ? int.Parse(args[2], CultureInfo.InvariantCulture) : 9,
    args.Length > 1 ? double.Parse(args[1], CultureInfo.InvariantCulture) : 10);
return 0;
