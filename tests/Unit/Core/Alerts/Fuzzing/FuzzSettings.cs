using System.Globalization;

namespace OpsAutomation.Unit.Core.Alerts.Fuzzing;

/// <summary>
/// How long a campaign is and where it begins. Payload n is made from seed <c>OPS_FUZZ_SEED + n</c> and from nothing else, so the
/// seed that a failure names is the whole of it: run again with that seed and a count of 1. See docs/testing.md.
/// </summary>
internal static class FuzzSettings
{
    /// <summary>Number of mutated payloads; <c>OPS_FUZZ_COUNT</c>, 10,000 unless told otherwise.</summary>
    public static int Count => Read("OPS_FUZZ_COUNT", 10_000);

    /// <summary>The first seed; <c>OPS_FUZZ_SEED</c>, 1 unless told otherwise.</summary>
    public static int Seed => Read("OPS_FUZZ_SEED", 1);

    private static int Read(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? number : otherwise;
}
