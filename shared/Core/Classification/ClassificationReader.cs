using OpsAutomation.Core.Catalog;
using OpsAutomation.Core.Expressions;

namespace OpsAutomation.Core.Classification;

/// <summary>
/// Reads <c>classification.yaml</c> and tells every problem at once.
/// OPS1301 name or category, OPS1302 duplicate name, OPS1303 no condition, OPS1304 never reached (warning), OPS1305 resource
/// type, OPS1306 no rules, OPS1307 operator, OPS1308 signal kind, OPS1309 no such category, OPS1310 overlap (warning),
/// OPS1311 words; OPS1801 to OPS1804 an expression, at its place in the file.
/// </summary>
internal static class ClassificationReader
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

        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < read.Length; i++)
        {
            var (map, rule) = read[i];
            if (rule.Name.Length > 0 && !names.Add(rule.Name))
            {
                map.Error("OPS1302", "name", $"The rule '{rule.Name}' stands twice.");
            }

            CheckOrder(map, rule, [.. read.Take(i).Select(r => r.Rule)]);
        }

        return Errors(root.Bag) > errorsBefore ? null : new ClassificationRules([.. read.Select(r => r.Rule)]);
    }

    private static void CheckOrder(YamlMap map, ClassificationRule rule, IReadOnlyList<ClassificationRule> before)
    {
        if (before.FirstOrDefault(b => RuleOverlap.Covers(b, rule)) is { } covering)
        {
            map.Bag.Warning("OPS1304", $"'{rule.Name}' is never reached: whatever fits it fits '{covering.Name}', which stands before it.", map.File, map.Start);
        }
        else if (before.FirstOrDefault(b => b.Category != rule.Category && RuleOverlap.Disputes(b, rule)) is { } rival)
        {
            map.Bag.Warning(
                "OPS1310",
                $"'{rule.Name}' ({rule.Category}) and '{rival.Name}' ({rival.Category}) claim some of the same alerts by the same kinds of conditions; the order alone decides. Make their values differ.",
                map.File,
                map.Start);
        }
    }

    private static ClassificationRule ReadOne(YamlMap map)
    {
        var name = Word(map, "name");
        var category = Word(map, "category");
        if (category == ClassificationResult.Unknown)
        {
            map.Error("OPS1301", "category", "'unknown' is what an alert has when no rule fits; a rule cannot give it.");
        }
        else if (category.Length > 0 && !Categories.Knows(category))
        {
            map.Error("OPS1309", "category", $"There is no category '{category}'; there are {string.Join(", ", Categories.All.Select(c => c.Name))}.");
        }

        var rule = new ClassificationRule { Name = name, Category = category };
        if (map.Map("when") is { } when)
        {
            rule = ReadConditions(rule, when);
            when.Done();
        }

        // An expression that does not compile is a condition too; its own problem is enough.
        if (!rule.HasConditions && map.Map("when")?.Has("expression") != true)
        {
            map.Error("OPS1303", "when", $"'{name}' states no condition; it would give every alert its category.");
        }

        map.Done();
        return rule;
    }

    private static ClassificationRule ReadConditions(ClassificationRule rule, YamlMap when)
    {
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
            Sources = when.Strings("source"),
            Signals = SignalKinds.Read(when, "signal", "OPS1308"),
            Metrics = when.Strings("metric"),
            ResourceTypes = types,
            RuleContains = when.Strings("ruleContains"),
            RuleWords = Phrases(when, "ruleWords"),
            TextWords = Phrases(when, "textWords"),
            Operators = operators,
            Labels = when.Pairs("labels"),
            Symptoms = Symptoms(when),
            DeployedWithin = when.Duration("deployedWithin"),
            DependencyFiring = when.Bool("dependencyFiring"),
            Expression = ReadExpression(when),
        };
    }

    private static IReadOnlyList<string> Phrases(YamlMap when, string key)
    {
        var phrases = when.Strings(key);
        foreach (var phrase in phrases.Where(p => Words.Of(p).Trim().Length == 0))
        {
            when.Error("OPS1311", key, $"'{phrase}' has no word in it; write letters or digits.");
        }

        return phrases;
    }

    private static IReadOnlyList<string> Symptoms(YamlMap when)
    {
        var symptoms = when.Strings("symptom");
        foreach (var symptom in symptoms.Where(s => !Categories.Knows(s)))
        {
            when.Error("OPS1309", "symptom", $"There is no category '{symptom}'; there are {string.Join(", ", Categories.All.Select(c => c.Name))}.");
        }

        return symptoms;
    }

    private static Expression? ReadExpression(YamlMap when)
    {
        if (when.String("expression") is not { } source)
        {
            return null;
        }

        var result = Expression.Compile(source.TrimEnd(), RuleScope.Scope, ExpressionType.Bool);
        foreach (var problem in result.Problems)
        {
            when.Bag.Error(problem.Code, problem.Message, when.File, when.Inside("expression", problem.Line, problem.Column));
        }

        return result.Expression;
    }

    private static string Word(YamlMap map, string key)
    {
        var word = map.RequiredString(key);
        if (word.Length > 0 && !CatalogName.Is(word))
        {
            map.Error("OPS1301", key, $"'{word}' must be lower-case letters, digits and dashes, at most 60, for example saturation-cpu.");
        }

        return word;
    }

    private static int Errors(DiagnosticBag bag) => bag.All.Count(d => d.Severity == DiagnosticSeverity.Error);
}
