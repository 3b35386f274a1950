using OpsAutomation.Core.Catalog;

namespace OpsAutomation.Core.Playbooks.Loading;

/// <summary>Reads the parameters of a playbook: a mapping from the name to what it may be.</summary>
internal static class ParameterReader
{
    internal static IReadOnlyList<PlaybookParameter> Read(YamlMap root)
    {
        if (root.Map("parameters") is not { } map)
        {
            return [];
        }

        var parameters = new List<PlaybookParameter>();
        foreach (var name in map.Keys)
        {
            if (!PlaybookNames.IsVariable(name))
            {
                map.Error("OPS1145", name, $"'{name}' is no name for a parameter: letters, digits and '_', beginning with a letter, at most 40.");
            }

            if (map.Map(name) is { } one)
            {
                parameters.Add(Read(one, name));
                one.Done();
            }
        }

        return parameters;
    }

    private static PlaybookParameter Read(YamlMap map, string name)
    {
        var parameter = new PlaybookParameter
        {
            Name = name,
            Type = PlaybookReader.Required<PlaybookParameterType>(map, "type"),
            Description = map.RequiredString("description"),
            Min = map.Number("min"),
            Max = map.Number("max"),
            Allowed = map.Strings("allowed"),
        };
        if (parameter.Min > parameter.Max)
        {
            map.Error("OPS1145", "min", $"'min' of parameter '{name}' is above its 'max'.");
        }

        if (parameter.Type is PlaybookParameterType.Text or PlaybookParameterType.Boolean && (parameter.Min ?? parameter.Max) is not null)
        {
            map.Error("OPS1145", parameter.Min is null ? "max" : "min", $"Parameter '{name}' is no number, so it has no bounds.");
        }

        if (parameter.Type != PlaybookParameterType.Text && parameter.Allowed.Count > 0)
        {
            map.Error("OPS1145", "allowed", $"Parameter '{name}' is no text; give it 'min' and 'max' instead of 'allowed'.");
        }

        if (map.String("default") is not { } text)
        {
            return parameter;
        }

        var value = parameter.Parse(text);
        if (parameter.Refuses(value) is { } refusal)
        {
            map.Error("OPS1145", "default", $"The default of a parameter must be a value of it: {refusal}");
        }

        return parameter with { Default = value };
    }
}
