using OpsAutomation.Core.Expressions.Values;

namespace OpsAutomation.Core.Expressions.Operations;

/// <summary>A list.</summary>
internal sealed class ListOperation(int offset, IReadOnlyList<Operation> items) : Operation(offset)
{
    protected override ExpressionValue Run(EvaluationContext context)
    {
        var values = new ExpressionValue[items.Count];
        long size = 1;
        for (var i = 0; i < values.Length; i++)
        {
            var value = items[i].Evaluate(context);
            if (value is ErrorValue)
            {
                return value;
            }

            if (context.Make(size += value.Size, 0) is { } error)
            {
                return error;
            }

            values[i] = value;
        }

        return context.Nested(new ListValue(values));
    }
}

/// <summary>A map; a key of another kind and a key that is there twice are errors.</summary>
internal sealed class MapOperation(int offset, IReadOnlyList<(Operation Key, Operation Value)> entries) : Operation(offset)
{
    protected override ExpressionValue Run(EvaluationContext context)
    {
        var map = new MapValue();
        foreach (var (keyOperation, valueOperation) in entries)
        {
            var key = keyOperation.Evaluate(context);
            if (key is ErrorValue)
            {
                return key;
            }

            if (!MapValue.IsKey(key))
            {
                return Errors.Of($"unsupported key type: {TypeNames.Of(key.Kind)}");
            }

            var value = valueOperation.Evaluate(context);
            if (value is ErrorValue)
            {
                return value;
            }

            if (!map.TryAdd(key, value))
            {
                return Errors.Of("Failed with repeated key: a key stands twice in the map");
            }

            if (context.Make(map.Size, key.Size / 32) is { } error)
            {
                return error;
            }
        }

        return context.Nested(map);
    }
}
