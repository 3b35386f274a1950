using System.CommandLine;
using System.Text.Json;
using OpsAutomation.Core.Expressions;
using OpsAutomation.Core.Expressions.Conformance;
using OpsAutomation.Core.Expressions.Values;

namespace OpsAutomation.Cli.Verbs;

/// <summary><c>ops expr</c>: evaluates an expression by hand, or runs files of conformance cases.</summary>
internal static class ExprVerb
{
    /// <summary>Builds the verb.</summary>
    public static Command Create()
    {
        var expression = new Argument<string?>("expression") { Description = "The expression.", Arity = ArgumentArity.ZeroOrOne };
        var with = new Option<FileInfo?>("--with") { Description = "A JSON object with the variables." };
        var cases = new Option<FileInfo[]>("--cases") { Description = "Files of conformance cases to run instead.", AllowMultipleArgumentsPerToken = true };
        var json = CommonOptions.Json();
        var command = new Command("expr", "Evaluate an expression, or run conformance cases of the expression language.") { expression, with, cases, json };
        command.SetAction(parsed =>
        {
            var files = parsed.GetValue(cases) ?? [];
            var source = parsed.GetValue(expression);
            if ((source is null) == (files.Length == 0))
            {
                throw new CliException("Give an expression, or --cases with files.", ExitCodes.Usage);
            }

            return source is null ? RunCases(files, parsed.GetValue(json)) : EvaluateOne(source, parsed.GetValue(with), parsed.GetValue(json));
        });
        return command;
    }

    private static int EvaluateOne(string source, FileInfo? with, bool json)
    {
        var bindings = with is null ? [] : ReadBindings(with);
        var scope = bindings.Keys.Aggregate(ExpressionScope.Empty, (s, name) => s.With(name, ExpressionType.Dyn));
        var (expression, problems) = Expression.Compile(source, scope);
        var result = expression?.Evaluate(bindings);
        if (json)
        {
            // One shape whatever happened: the value as JSON, or the problems with their places.
            var errors = result?.Error is { } error ? [new { kind = error.Limit is null ? "Evaluation" : "Limit", error.Message, error.Line, error.Column }] : problems.Select(p => new { kind = p.Kind.ToString(), p.Message, p.Line, p.Column }).ToArray();
            using var value = result?.Value is { } found ? JsonDocument.Parse(ValueJson.Write(found)) : null;
            Console.WriteLine(JsonSerializer.Serialize(new { type = result?.Value?.Kind.ToString(), value = value?.RootElement, problems = errors }, Core.Records.OpsJson.Options));
        }
        else if (result?.Value is { } found)
        {
            Console.WriteLine(Terminal.Safe(ValueJson.Write(found)));
        }
        else
        {
            foreach (var problem in result?.Error is { } error ? [error.ToString()] : problems.Select(p => p.ToString()))
            {
                Console.Error.WriteLine(Terminal.Safe(problem));
            }
        }

        return result is { IsValue: true } ? ExitCodes.Done : ExitCodes.NotWell;
    }

    private static Dictionary<string, ExpressionValue> ReadBindings(FileInfo file)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllText(file.FullName));
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? document.RootElement.EnumerateObject().GroupBy(p => p.Name, StringComparer.Ordinal).ToDictionary(g => g.Key, g => ValueJson.Read(g.Last().Value), StringComparer.Ordinal)
                : throw new InvalidDataException($"{file.Name} is not a JSON object with the variables.");
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"{file.Name} is not JSON: {e.Message}", e);
        }
    }

    private static int RunCases(FileInfo[] files, bool json)
    {
        var results = new List<(string File, CaseResult Result)>();
        foreach (var file in files)
        {
            try
            {
                results.AddRange(ExpressionCase.ReadAll(File.ReadAllText(file.FullName)).Select(c => (file.Name, CaseRunner.Run(c))));
            }
            catch (InvalidDataException e)
            {
                throw new InvalidDataException($"{file.Name}: {e.Message}", e);
            }
        }

        int Count(CaseOutcome outcome) => results.Count(r => r.Result.Outcome == outcome);
        var notable = results.Where(r => r.Result.Outcome != CaseOutcome.Passed);
        var (passed, failed, unsupported) = (Count(CaseOutcome.Passed), Count(CaseOutcome.Failed), Count(CaseOutcome.Unsupported));
        if (json)
        {
            var cases = notable.Select(r => new { file = r.File, section = r.Result.Case.Section, name = r.Result.Case.Name, expression = r.Result.Case.Source, outcome = r.Result.Outcome, detail = r.Result.Detail });
            Console.WriteLine(JsonSerializer.Serialize(new { passed, failed, unsupported, cases }, Core.Records.OpsJson.Options));
        }
        else
        {
            foreach (var (file, result) in notable)
            {
                Console.WriteLine(Terminal.Safe($"{(result.Outcome == CaseOutcome.Failed ? "FAILED" : "unsupported")} {file} {result.Case.Section}/{result.Case.Name}: {result.Case.Source}: {result.Detail}"));
            }

            Console.WriteLine($"{passed} passed, {failed} failed, {unsupported} unsupported");
        }

        return failed == 0 ? ExitCodes.Done : ExitCodes.NotWell;
    }
}
