using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using OpsAutomation.Core.Catalog;
using OpsAutomation.Core.Classification;
using OpsAutomation.Core.Classification.Cases;
using OpsAutomation.Integrations.Arm.Actions;

namespace OpsAutomation.Cli.Verbs;

/// <summary><c>ops classify</c>: measures the classification rules of a catalogue on its labelled cases.</summary>
internal static class ClassifyVerb
{
    /// <summary>Builds the verb.</summary>
    public static Command Create()
    {
        var cases = new Option<DirectoryInfo?>("--cases") { Description = "A catalogue whose labelled cases are used; the one of --catalog when left out." };
        var minimum = new Option<double>("--minimum") { Description = "Share of the cases that must be right, from 0 to 1; below it the exit code is 1.", DefaultValueFactory = _ => 0.95 };
        minimum.Validators.Add(result =>
        {
            if (!(result.GetValueOrDefault<double>() is >= 0 and <= 1))
            {
                result.AddError("--minimum must be from 0 to 1.");
            }
        });
        var (catalog, json) = (CommonOptions.Catalog(), CommonOptions.Json());
        var command = new Command("classify", "Measure the classification rules on labelled cases: confusion table and confidence per rule.") { cases, minimum, catalog, json };
        command.SetAction(parsed =>
        {
            var folder = parsed.GetValue(catalog)!.FullName;
            var (loaded, diagnostics) = CatalogLoader.Load(folder, AzureActions.Descriptions);
            var bag = new DiagnosticBag();
            var labelled = CatalogLoader.Cases((parsed.GetValue(cases)?.FullName) ?? folder, bag);
            foreach (var diagnostic in diagnostics.Concat(bag.All).Distinct())
            {
                Console.Error.WriteLine(diagnostic);
            }

            if (loaded is null || bag.HasErrors)
            {
                return ExitCodes.NotWell;
            }

            if (labelled.Count == 0)
            {
                throw new CliException("There are no labelled cases: put some into classification-cases/ of the catalogue.");
            }

            return Print(loaded.Classification.MeasuredOn(labelled), labelled, parsed.GetValue(minimum), parsed.GetValue(json));
        });
        return command;
    }

    private static int Print(ClassificationRules rules, IReadOnlyList<LabelledCase> cases, double minimum, bool json)
    {
        var table = ConfusionTable.Of(rules, cases);
        if (json)
        {
            var measured = rules.Calibration.Rules.Select(r => new { r.Rule, r.Claimed, r.Right, Confidence = rules.Calibration.ConfidenceOf(r.Rule) });
            Console.WriteLine(JsonSerializer.Serialize(new { table.Accuracy, minimum, table.Scores, table.Wrong, Rules = measured }, Core.Records.OpsJson.Options));
        }
        else
        {
            Console.WriteLine(table);
            Console.WriteLine("rule                            claimed  right  confidence");
            foreach (var rule in rules.Calibration.Rules)
            {
                var confidence = rules.Calibration.ConfidenceOf(rule.Rule)?.ToString("0.00", CultureInfo.InvariantCulture) ?? "not known";
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{rule.Rule,-30}  {rule.Claimed,7}  {rule.Right,5}  {confidence,10}"));
            }

            Console.WriteLine($"Confidence is the lower end of a 95 % interval; it is not known below {Calibration.MinCases} cases.");
        }

        return table.Accuracy >= minimum ? ExitCodes.Done : ExitCodes.NotWell;
    }
}
