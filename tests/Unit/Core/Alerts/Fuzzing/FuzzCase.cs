using System.Text;
using OpsAutomation.Core.Alerts.Sources;
using OpsAutomation.Unit.Core.Alerts.Samples;

namespace OpsAutomation.Unit.Core.Alerts.Fuzzing;

/// <summary>One mutated payload: which sample, at which door, changed how. Its seed alone makes it.</summary>
/// <param name="Seed">The seed.</param>
/// <param name="Source">The source that it is sent to, now and then not its own.</param>
/// <param name="Sample">The sample that it was made of.</param>
/// <param name="Good">The sample's body.</param>
/// <param name="Body">The payload.</param>
internal sealed record FuzzCase(int Seed, string Source, string Sample, string Good, string Body)
{
    private static readonly (string Name, string Source, string Body)[] All = [.. ReadingTable.Samples];

    public byte[] Bytes => Encoding.UTF8.GetBytes(Body);

    public static FuzzCase Of(int seed)
    {
        var (name, source, body) = All[seed % All.Length];
        var wrongDoor = seed % 7 == 0;
        return new FuzzCase(
            seed,
            wrongDoor ? AlertSources.All.Names[seed / 7 % AlertSources.All.Names.Count] : source,
            name,
            body,
            SampleMutations.Seeded(body, seed));
    }

    public override string ToString() => $"seed {Seed}: {Sample} at {Source}, run again with OPS_FUZZ_SEED={Seed} OPS_FUZZ_COUNT=1";
}
