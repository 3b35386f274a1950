using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace OpsAutomation.SimulatedAzure.Estates;

/// <summary>Loads YAML only after it is known to be harmless: one document, no aliases (they can grow without bound), not too deep.</summary>
internal static class YamlGuard
{
    private const int MaximumDepth = 32;

    /// <summary>The root node, or null with a problem added.</summary>
    public static YamlNode? Load(string file, string text, List<EstateProblem> problems)
    {
        try
        {
            if (Objection(text) is var (at, message))
            {
                problems.Add(new EstateProblem(EstateCodes.Syntax, file, at.Line, at.Column, message));
                return null;
            }

            var stream = new YamlStream();
            stream.Load(new StringReader(text));
            if (stream.Documents.Count == 1)
            {
                return stream.Documents[0].RootNode;
            }

            problems.Add(new EstateProblem(EstateCodes.Syntax, file, 1, 1, $"one YAML document is expected, not {stream.Documents.Count}"));
        }
        catch (YamlException e)
        {
            problems.Add(new EstateProblem(EstateCodes.Syntax, file, e.Start.Line, e.Start.Column, e.InnerException?.Message ?? e.Message));
        }

        return null;
    }

    private static (Mark At, string Message)? Objection(string text)
    {
        var parser = new Parser(new StringReader(text));
        var depth = 0;
        while (parser.MoveNext())
        {
            depth += parser.Current!.NestingIncrease;
            if (depth > MaximumDepth)
            {
                return (parser.Current.Start, $"nested deeper than {MaximumDepth}");
            }

            if (parser.Current is AnchorAlias)
            {
                return (parser.Current.Start, "aliases are not supported");
            }
        }

        return null;
    }
}
