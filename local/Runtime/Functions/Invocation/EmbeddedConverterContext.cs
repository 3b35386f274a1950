using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Converters;

namespace OpsAutomation.Runtime.Functions.Invocation;

/// <summary>What a converter is asked in this process.</summary>
internal sealed class EmbeddedConverterContext(
    Type targetType,
    object? source,
    FunctionContext context,
    IReadOnlyDictionary<string, object> properties) : ConverterContext
{
    public override Type TargetType { get; } = targetType;

    public override object? Source { get; } = source;

    public override FunctionContext FunctionContext { get; } = context;

    public override IReadOnlyDictionary<string, object> Properties { get; } = properties;
}
