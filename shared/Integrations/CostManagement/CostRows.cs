using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using OpsAutomation.Core.Cost.Ledger;

namespace OpsAutomation.Integrations.CostManagement;

/// <summary>Reads columns and rows of an answer. Columns are found by name: their order is nowhere promised.</summary>
internal static class CostRows
{
    private const int MaxValue = 512;

    /// <summary>Adds the rows of a page; a row that cannot be read is said and left out.</summary>
    /// <exception cref="JsonException">A column that is needed is not there.</exception>
    public static void Read(string scope, string dimension, JsonObject properties, List<CostRecord> rows, List<CostNote> notes)
    {
        var names = (properties["columns"] as JsonArray ?? []).Select(c => c?["name"]?.ToString() ?? string.Empty).ToList();
        int Column(params string[] called) => names.FindIndex(n => called.Contains(n, StringComparer.OrdinalIgnoreCase));
        var (cost, day, currency, charge) = (Column("Cost", "PreTaxCost", "totalCost"), Column("UsageDate"), Column("Currency"), Column("ChargeType"));
        var value = dimension.StartsWith("tag:", StringComparison.Ordinal) ? Column("TagValue") : Column(dimension);
        if (cost < 0 || day < 0 || currency < 0 || value < 0)
        {
            throw new JsonException($"Cost Management answered without a column that is needed; it has {string.Join(", ", names)}.");
        }

        var wrong = 0;
        foreach (var row in (properties["rows"] as JsonArray ?? []).Select(r => r as JsonArray))
        {
            if (row is not null && row.Count == names.Count
                && row[cost] is JsonValue amount && Amount(amount) is { } money
                && DateOnly.TryParseExact(row[day]?.ToString(), "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
                && row[currency]?.ToString() is { Length: 3 } code)
            {
                var text = row[value]?.ToString() ?? string.Empty;
                rows.Add(new CostRecord(
                    new CostKey(date, new SeriesName(scope, dimension, text.Length > MaxValue ? text[..MaxValue] : text, Charge(charge < 0 ? null : row[charge]?.ToString(), money))),
                    money, code.ToUpperInvariant()));
            }
            else
            {
                wrong++;
            }
        }

        if (wrong > 0)
        {
            notes.Add(new CostNote(CostOddity.UnreadableRow, null, $"{wrong} row(s) by {dimension} could not be read and were left out."));
        }
    }

    // Some amounts come in exponent form, which decimal reads only when it is allowed to.
    private static decimal? Amount(JsonValue value) =>
        decimal.TryParse(value.ToString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var amount) ? Math.Round(amount, 6) : null;

    private static ChargeType Charge(string? name, decimal amount) => name switch
    {
        "Purchase" or "UnusedReservation" or "UnusedSavingsPlan" => ChargeType.Purchase,
        "Refund" => ChargeType.Refund,
        "Adjustment" or "RoundingAdjustment" or "Credit" => amount < 0 ? ChargeType.Credit : ChargeType.Purchase,
        _ => ChargeType.Usage,
    };
}
