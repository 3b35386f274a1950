using System.Globalization;

namespace OpsAutomation.EndToEnd.Kills;

/// <summary>
/// Seeds of the rounds of a kill test. <c>OPS_KILL_ROUNDS</c> says how many (three by default), <c>OPS_KILL_SEED</c> from
/// which seed on: the seed of a failed round, with one round, tries it again.
/// </summary>
public static class KillRounds
{
    private const int DefaultRounds = 3;

    /// <summary>The seeds, one a round.</summary>
    public static TheoryData<int> Seeds() => [.. Enumerable.Range(Number("OPS_KILL_SEED", 1), Number("OPS_KILL_ROUNDS", DefaultRounds))];

    private static int Number(string variable, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : otherwise;
}
