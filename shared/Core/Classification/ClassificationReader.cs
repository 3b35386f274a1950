using System.Text.RegularExpressions;
using OpsAutomation.Core.Alerts;
using OpsAutomation.Core.Catalog;

namespace OpsAutomation.Core.Classification;

/// <summary>
/// Reads <c>classification.yaml</c> and tells every problem at once.
/// OPS1301 name or category, OPS1302 duplicate name, OPS1303 no condition, OPS1304 never reached (warning), OPS1305 resource
/// type, OPS1306 no rules, OPS1307 operator, OPS1308 signal kind.
/// </summary>
internal static partial class ClassificationReader
{
    private static readonly string[] Operators = ["GreaterThan", "GreaterThanOrEqual", "LessThan", "LessThanOrEqual", "GreaterOrLessThan"];

    public static ClassificationRules? Read(YamlMap root)
    {
        ArgumentNullException.ThrowIfNull(root);
        var errorsBefore = Errors(root.Bag);
        var read = root.Maps("rules").Select(m => (Map: m, Rule: ReadOne(m))).ToArray();
        root.Done();
        if (read.Length == 0)
        {
            root.Error("OPS1306", "rules", "'rules' must list at least one rule.");
        }

        var seen = new Dictionary<string, string>(StringComparer.Ordinal);
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (map, rule) in read)
        {
            if (rule.Name.Length > 0 && !names.Add(rule.Name))
            {
                map.Error("OPS1302", "name", $"The rule '{rule.Name}' stands twice.");
            }

            if (!seen.TryAdd(Conditions(rule), rule.Name))
            {
                map.Bag.Warning("OPS1304", $"'{rule.Name}' is never reached: '{seen[Conditions(rule)]}' has the same conditions and stands before it.", map.File, map.Start);
            }
        }

        return Errors(root.Bag) > errorsBefore ? null : new ClassificationRules([.. read.Select(r => r.Rule)]);
    }

    private static ClassificationRule ReadOne(YamlMap map)
    {
        var name = Word(map, "name");
        var category = Word(map, "category");
        if (category == ClassificationResult.Unknown)
        {
            map.Error("OPS1301", "category", "'unknown' is what an alert has when no rule fits; a rule cannot give it.");
        }

        var rule = new ClassificationRule { Name = name, Category = category };
        if (map.Map("when") is { } when)
        {
            rule = ReadConditions(rule, when);
            when.Done();
        }

        if (!rule.HasConditions)
        {
            map.Error("OPS1303", "when", $"'{name}' states no condition; it would give every alert its category.");
        }

        map.Done();
        return rule;
    }

    private static ClassificationRule ReadConditions(ClassificationRule rule, YamlMap when)
    {
        var signals = new List<SignalKind>();
        foreach (var text in when.Strings("signal"))
        {
            if (Enum.TryParse<SignalKind>(text.Replace("-", string.Empty, StringComparison.Ordinal), ignoreCase: true, out var kind) && Enum.IsDefined(kind) && char.IsLetter(text[0]))
            {
                signals.Add(kind);
            }
            else
            {
                when.Error("OPS1308", "signal", $"'{text}' is no kind of signal; known are {string.Join(", ", Enum.GetNames<SignalKind>())}.");
            }
        }

        var types = when.Strings("resourceType");
        foreach (var type in types.Where(t => t.Split('/', StringSplitOptions.RemoveEmptyEntries).Length < 2 || t.StartsWith('/')))
        {
            when.Error("OPS1305", "resourceType", $"'{type}' must be a provider and a type, for example Microsoft.Compute/virtualMachines.");
        }

        var operators = when.Strings("operator");
        foreach (var op in operators.Where(o => !Operators.Contains(o, StringComparer.OrdinalIgnoreCase)))
        {
            when.Error("OPS1307", "operator", $"'{op}' is no operator; known are {string.Join(", ", Operators)}.");
        }

        return rule with
        {
            Signals = signals,
            Metrics = when.Strings("metric"),
            ResourceTypes = types,
            RuleContains = when.Strings("ruleContains"),
            Operators = operators,
            Labels = when.Pairs("labels"),
        };
    }

    private static string Word(YamlMap map, string key)
    {
        var word = map.RequiredString(key);
        if (word.Length > 0 && (word.Length > 60 || !Kebab().IsMatch(word)))
        {
            map.Error("OPS1301", key, $"'{word}' must be lower-case letters, digits and dashes, at most 60, for example cpu-saturation.");
        }

        return word;
    }

    private static string Conditions(ClassificationRule rule) => string.Join(
        '\n',
        new[] { rule.Signals.Select(s => s.ToString()), rule.Metrics, rule.ResourceTypes, rule.RuleContains, rule.Operators, rule.Labels.Select(l => $"{l.Key}={l.Value}") }
            .Select(list => string.Join('\t', list.Select(i => i.ToLowerInvariant()).Order(StringComparer.Ordinal))));

    private static int Errors(DiagnosticBag bag) => bag.All.Count(d => d.Severity == DiagnosticSeverity.Error);

    [GeneratedRegex("^[a-z0-9]+(-[a-z0-9]+)*$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Kebab();
}
