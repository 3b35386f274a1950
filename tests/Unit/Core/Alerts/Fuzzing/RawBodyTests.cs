using System.Globalization;
using OpsAutomation.Core.Alerts.Intake;
using OpsAutomation.Unit.Core.Classification;
using Xunit.Abstractions;

namespace OpsAutomation.Unit.Core.Alerts.Fuzzing;

public sealed class RawBodyTests(ITestOutputHelper output)
{
    // A body of one megabyte is read into a buffer that doubles, copied once, and parsed once; unpacking stops at the limit.
    private const long MaxReadAllocation = 12L * 1024 * 1024;

    private static readonly FuzzPath Path = new(ShippedCatalog.Rules());

    [Fact]
    public async Task Bytes_that_are_broken_anywhere_are_refused_with_a_reason_or_read_within_bounds()
    {
        var (refused, read, most) = (0, 0, 0L);
        for (var seed = FuzzSettings.Seed; seed < FuzzSettings.Seed + (FuzzSettings.Count / 5) + 1; seed++)
        {
            var (source, encoding, bytes) = RawBody.Of(seed);
            Assert.Null(IntakeReader.CheckHeaders("application/json", encoding));
            using var stream = new MemoryStream(bytes);

            // From memory nothing waits, so all of it runs on this thread.
            var before = GC.GetAllocatedBytesForCurrentThread();
            var (plain, problem) = await IntakeReader.ReadBytesAsync(stream, encoding, CancellationToken.None);
            var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.True(allocated <= MaxReadAllocation, $"{allocated} bytes were allocated for a request of {bytes.Length}, seed {seed}");
            most = Math.Max(most, allocated);
            Assert.InRange(plain.Length, 0, IntakeReader.MaxBytes);
            if (problem is not null)
            {
                Assert.Contains(problem.Status, (int[])[400, 413]);
                refused++;
                continue;
            }

            try
            {
                _ = Path.Walk(source, plain);
                read++;
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"{e.GetType().Name}: {e.Message} (seed {seed}, {source}, {encoding ?? "plain"}; OPS_FUZZ_SEED={seed} OPS_FUZZ_COUNT=1)", e);
            }
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{refused + read} requests: {refused} refused while unpacking, {read} went on; at most {most / 1024} KiB for one."));
    }
}
