using OpsAutomation.Core.Catalog;

namespace OpsAutomation.Integrations.Arm.Prices;

/// <summary>
/// The price list of the catalogue, <c>prices.yaml</c>: <c>currency: USD</c> and <c>perHour:</c> with one size a line. The
/// operator keeps it; plans show its numbers and guardrails count with them.
/// </summary>
public sealed class FilePriceList : IPriceList
{
    private readonly Dictionary<string, Price> _prices;

    private FilePriceList(Dictionary<string, Price> prices) => _prices = prices;

    /// <summary>A list that knows no price.</summary>
    public static FilePriceList Empty { get; } = new([]);

    /// <summary>Reads the list; what is wrong with it goes to <paramref name="bag"/>, and a wrong price is left out.</summary>
    /// <param name="file">Name that diagnostics show.</param>
    /// <param name="text">Content of the file.</param>
    /// <param name="bag">Receives the problems.</param>
    public static FilePriceList Read(string file, string text, DiagnosticBag bag)
    {
        var prices = new Dictionary<string, Price>(StringComparer.OrdinalIgnoreCase);
        if (YamlFile.Read(file, text, bag) is { } root)
        {
            var currency = root.RequiredString("currency");
            if (currency.Length > 0 && (currency.Length != 3 || !currency.All(char.IsAsciiLetterUpper)))
            {
                root.Error("OPS1005", "currency", $"'currency' must be an ISO 4217 code such as USD, not '{currency}'.");
            }

            if (root.Map("perHour") is { } sizes)
            {
                foreach (var size in sizes.Keys)
                {
                    if (sizes.Number(size) is not { } amount)
                    {
                        continue;
                    }

                    if (amount < 0)
                    {
                        sizes.Error("OPS1005", size, $"The price of '{size}' must not be below zero.");
                        continue;
                    }

                    prices[size] = new Price(amount, currency);
                }
            }

            root.Done();
        }

        return new FilePriceList(prices);
    }

    /// <inheritdoc/>
    public Price? PerHour(string size) => _prices.GetValueOrDefault(size);
}
