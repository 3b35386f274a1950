using System.Text.RegularExpressions;
using OpsAutomation.Core.Catalog;
using OpsAutomation.Core.Expressions;
using YamlDotNet.Core;

namespace OpsAutomation.Core.Alerts.Sources.Mapped;

/// <summary>
/// Reads one file of <c>catalog/sources/</c> and tells every problem at once. OPS1701 name, OPS1703 name of a label or a link,
/// OPS1705 too many; OPS1801 to OPS1804 an expression, at its place in the file. OPS1702 and OPS1704 need the other files.
/// </summary>
internal static partial class SourceMappingReader
{
    private const int MaxLabels = 32;
    private const int MaxFingerprint = 16;
    private const int MaxLinks = 8;

    public static SourceMapping? Read(YamlMap root)
    {
        ArgumentNullException.ThrowIfNull(root);
        var errors = Errors(root.Bag);
        CatalogHeader.Check(root, "SourceMapping");
        var name = Name(root);
        var mapping = new
        {
            Recognise = One(root, "recognise", ExpressionType.Bool, MappingScope.OfBody),
            Items = One(root, "items", ExpressionType.List(ExpressionType.Dyn), MappingScope.OfBody),
            Rule = Required(root, "rule"),
            Status = Required(root, "status"),
            Severity = One(root, "severity", null),
            Summary = Summary(root),
            StartsAt = One(root, "startsAt", null),
            EndsAt = One(root, "endsAt", null),
            Value = One(root, "value", null),
            Threshold = One(root, "threshold", null),
            Unit = Text(root, "unit"),
            Resource = Text(root, "resource"),
            Service = Text(root, "service"),
            Labels = Named(root, "labels", MaxLabels, null),
            Fingerprint = Fingerprint(root),
            Links = Named(root, "links", MaxLinks, ExpressionType.String.OrNull()),
        };
        root.Done();
        return Errors(root.Bag) > errors || mapping.Rule is null || mapping.Status is null
            ? null
            : new SourceMapping(name, mapping.Rule, mapping.Status)
            {
                Recognise = mapping.Recognise,
                Items = mapping.Items,
                Severity = mapping.Severity,
                Summary = mapping.Summary,
                StartsAt = mapping.StartsAt,
                EndsAt = mapping.EndsAt,
                Value = mapping.Value,
                Threshold = mapping.Threshold,
                Unit = mapping.Unit,
                Resource = mapping.Resource,
                Service = mapping.Service,
                Labels = mapping.Labels,
                Fingerprint = mapping.Fingerprint,
                Links = mapping.Links,
            };
    }

    private static string Name(YamlMap root)
    {
        var name = root.RequiredString("name");
        if (name.Length > 0 && (name.Length > 60 || !GenericName().IsMatch(name)))
        {
            root.Error("OPS1701", "name", $"'{name}' must begin with '{SourceMapping.Prefix}' and go on in lower-case letters, digits and dashes, at most 60, for example generic-jenkins.");
        }

        return name;
    }

    private static Expression? Required(YamlMap root, string key)
    {
        root.RequiredString(key);
        return Text(root, key);
    }

    private static Expression? Text(YamlMap root, string key) => One(root, key, ExpressionType.String.OrNull());

    private static Expression? One(YamlMap root, string key, ExpressionType? expected, ExpressionScope? scope = null)
    {
        if (root.String(key) is not { } source || string.IsNullOrWhiteSpace(source))
        {
            return null;
        }

        var result = Expression.Compile(source.TrimEnd(), scope ?? MappingScope.OfItem, expected);
        Tell(root, result.Problems, p => root.Inside(key, p.Line, p.Column));
        return result.Expression;
    }

    private static Template? Summary(YamlMap root)
    {
        if (root.String("summary") is not { } source || string.IsNullOrWhiteSpace(source))
        {
            return null;
        }

        var result = Template.Compile(source.TrimEnd(), MappingScope.OfItem);
        Tell(root, result.Problems, p => root.Inside("summary", p.Line, p.Column));
        return result.Template;
    }

    private static IReadOnlyList<KeyValuePair<string, Expression>> Named(YamlMap root, string key, int max, ExpressionType? expected)
    {
        if (root.Map(key) is not { } map)
        {
            return [];
        }

        TooMany(root, key, map.Keys.Count, max);
        foreach (var name in map.Keys.Where(n => n.Length > 64 || !FieldName().IsMatch(n) || AlertLabels.IsOurs(n)))
        {
            map.Error("OPS1703", name, $"'{name}' cannot be a name here: letters, digits, dots, dashes and underscores, at most 64; 'ops.', 'azure.' and '{AlertLabels.DedupKey}' are ours.");
        }

        return [.. map.Keys.Select(n => (Name: n, Expression: One(map, n, expected))).Where(e => e.Expression is not null).Select(e => KeyValuePair.Create(e.Name, e.Expression!))];
    }

    private static IReadOnlyList<Expression> Fingerprint(YamlMap root)
    {
        const string key = "fingerprint";
        var texts = root.Strings(key);
        TooMany(root, key, texts.Count, MaxFingerprint);
        var found = new List<Expression>();
        for (var i = 0; i < texts.Count; i++)
        {
            var index = i;
            var result = Expression.Compile(texts[i].TrimEnd(), MappingScope.OfItem);
            Tell(root, result.Problems, p => root.Inside(key, index, p.Line, p.Column));
            if (result.Expression is { } expression)
            {
                found.Add(expression);
            }
        }

        return found;
    }

    private static void TooMany(YamlMap root, string key, int count, int max)
    {
        if (count > max)
        {
            root.Error("OPS1705", key, $"'{key}' has {count} entries; at most {max} are read.");
        }
    }

    private static void Tell(YamlMap map, IReadOnlyList<ExpressionProblem> problems, Func<ExpressionProblem, Mark> place)
    {
        foreach (var problem in problems)
        {
            map.Bag.Error(problem.Code, problem.Message, map.File, place(problem));
        }
    }

    private static int Errors(DiagnosticBag bag) => bag.All.Count(d => d.Severity == DiagnosticSeverity.Error);

    [GeneratedRegex(@"^generic(-[a-z0-9]+)+\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex GenericName();

    [GeneratedRegex(@"^[A-Za-z0-9_][A-Za-z0-9_.-]*\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex FieldName();
}
