using System.Globalization;
using FsCheck;
using FsCheck.Fluent;

namespace OpsAutomation.Unit.Core.Correlation;

/// <summary>
/// Runs a property about order as often as the environment says, and says how to run the very case again when it fails.
/// <c>OPS_ORDER_CASES</c> is how many cases, <c>OPS_ORDER_SEED</c> the seed of the first: case n has seed + n and nothing else.
/// </summary>
internal static class OrderCampaign
{
    /// <summary>Checks cases, each from its own seed.</summary>
    /// <param name="usual">How many without the variable.</param>
    /// <param name="cases">What a case is made of.</param>
    /// <param name="holds">Throws when it does not hold.</param>
    public static void Check<T>(int usual, Gen<T> cases, Action<T> holds)
    {
        var (count, first) = (Number("OPS_ORDER_CASES", usual), Number("OPS_ORDER_SEED", 1));
        var arbitrary = cases.ToArbitrary();
        for (var seed = first; seed < first + count; seed++)
        {
            var config = Config.QuickThrowOnFailure.WithMaxTest(1).WithReplay((ulong)seed, (ulong)(2 * seed) + 1);
            try
            {
                FsCheck.Check.One(config, Prop.ForAll(arbitrary, holds));
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"Again: OPS_ORDER_SEED={seed} OPS_ORDER_CASES=1. {e.Message}", e);
            }
        }
    }

    private static int Number(string variable, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : otherwise;
}
