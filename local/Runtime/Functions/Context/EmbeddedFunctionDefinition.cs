using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Converters;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace OpsAutomation.Runtime.Functions.Context;

/// <summary>What the worker API says about a function.</summary>
internal sealed class EmbeddedFunctionDefinition : FunctionDefinition
{
    internal EmbeddedFunctionDefinition(FunctionEntry function)
    {
        Name = function.Name;
        EntryPoint = function.EntryPoint;
        PathToAssembly = function.Method.DeclaringType!.Assembly.Location;

        // Stable over restarts, as in the real host: a hash of what names the function.
        Id = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{Name}|{EntryPoint}")))[..32];
        Parameters = [.. function.Inputs.Select(Describe)];
        InputBindings = function.Inputs
            .Where(i => i.Source == InputSource.DurableClient || IsTrigger(i))
            .ToImmutableDictionary(
                i => i.Parameter.Name!,
                BindingMetadata (i) => new EmbeddedBindingMetadata(
                    i.Parameter.Name!,
                    i.Source == InputSource.DurableClient ? "durableClient" : function.Trigger.BindingType,
                    BindingDirection.In),
                StringComparer.Ordinal);
        OutputBindings = function.Trigger is HttpFunctionTrigger
            ? ImmutableDictionary<string, BindingMetadata>.Empty.Add(
                "$return", new EmbeddedBindingMetadata("$return", "http", BindingDirection.Out))
            : ImmutableDictionary<string, BindingMetadata>.Empty;
    }

    public override ImmutableArray<FunctionParameter> Parameters { get; }

    public override string PathToAssembly { get; }

    public override string EntryPoint { get; }

    public override string Id { get; }

    public override string Name { get; }

    public override IImmutableDictionary<string, BindingMetadata> InputBindings { get; }

    public override IImmutableDictionary<string, BindingMetadata> OutputBindings { get; }

    private static bool IsTrigger(FunctionInput input) =>
        input.Parameter.IsDefined(typeof(TriggerBindingAttribute), inherit: true);

    private static FunctionParameter Describe(FunctionInput input)
    {
        var properties = ImmutableDictionary<string, object>.Empty;
        var attributes = input.Parameter.GetCustomAttributes(inherit: true);
        if (attributes.FirstOrDefault(a => a is BindingAttribute) is { } binding)
        {
            properties = properties.Add("bindingAttribute", binding);
        }

        if (attributes.FirstOrDefault(a => a is InputConverterAttribute) is InputConverterAttribute converter)
        {
            properties = properties.Add("converterType", converter.ConverterType.AssemblyQualifiedName!);
        }

        return new FunctionParameter(
            input.Parameter.Name!,
            input.Parameter.ParameterType,
            input.Parameter.HasDefaultValue,
            input.Parameter.HasDefaultValue ? input.Parameter.DefaultValue : null,
            properties);
    }
}

/// <summary>A binding as the host was told of it.</summary>
internal sealed class EmbeddedBindingMetadata(string name, string type, BindingDirection direction) : BindingMetadata
{
    public override string Name { get; } = name;

    public override string Type { get; } = type;

    public override BindingDirection Direction { get; } = direction;
}
