using OpsAutomation.Core.Expressions.Syntax;
using OpsAutomation.Core.Expressions.Values;

namespace OpsAutomation.Core.Expressions.Operations;

/// <summary>
/// A macro: goes through the items of a list or the keys of a map. <c>all</c> and <c>exists</c> absorb errors as <c>&amp;&amp;</c>
/// and <c>||</c> do; the others end with the first error.
/// </summary>
internal sealed class MacroOperation(int offset, MacroKind kind, Operation range, int slot, Operation? condition, Operation? result) : Operation(offset)
{
    protected override ExpressionValue Run(EvaluationContext context)
    {
        var value = range.Evaluate(context);
        IReadOnlyList<ExpressionValue> items;
        switch (value)
        {
            case ErrorValue:
                return value;
            case ListValue list:
                items = list.Items;
                break;
            case MapValue map:
                items = map.Keys;
                break;
            default:
                return Errors.NoOverload(kind.ToString().ToLowerInvariant(), value);
        }

        return kind switch
        {
            MacroKind.All => Quantify(context, items, deciding: false),
            MacroKind.Exists => Quantify(context, items, deciding: true),
            MacroKind.ExistsOne => Count(context, items),
            _ => Collect(context, items),
        };
    }

    private ExpressionValue Judge(EvaluationContext context, ExpressionValue item)
    {
        context.Locals[slot] = item;
        if (condition is null)
        {
            return BoolValue.True;
        }

        var value = condition.Evaluate(context);
        return value is BoolValue or ErrorValue ? value : Errors.NoOverload(kind.ToString().ToLowerInvariant(), value);
    }

    private ExpressionValue Quantify(EvaluationContext context, IReadOnlyList<ExpressionValue> items, bool deciding)
    {
        ExpressionValue? error = null;
        for (var i = 0; i < items.Count; i++)
        {
            var value = Judge(context, items[i]);
            if (value is BoolValue flag)
            {
                if (flag.Value == deciding)
                {
                    return flag;
                }
            }
            else if (value is ErrorValue { Limit: not null })
            {
                return value;
            }
            else
            {
                error ??= value;
            }
        }

        return error ?? BoolValue.Of(!deciding);
    }

    private ExpressionValue Count(EvaluationContext context, IReadOnlyList<ExpressionValue> items)
    {
        var count = 0;
        for (var i = 0; i < items.Count; i++)
        {
            var value = Judge(context, items[i]);
            if (value is ErrorValue)
            {
                return value;
            }

            count += ((BoolValue)value).Value ? 1 : 0;
        }

        return BoolValue.Of(count == 1);
    }

    private ExpressionValue Collect(EvaluationContext context, IReadOnlyList<ExpressionValue> items)
    {
        var collected = new List<ExpressionValue>();
        long size = 1;
        for (var i = 0; i < items.Count; i++)
        {
            var judged = Judge(context, items[i]);
            if (judged is ErrorValue)
            {
                return judged;
            }

            if (!((BoolValue)judged).Value)
            {
                continue;
            }

            var value = result is null ? items[i] : result.Evaluate(context);
            if (value is ErrorValue)
            {
                return value;
            }

            if (context.Make(size += value.Size, 1) is { } error)
            {
                return error;
            }

            collected.Add(value);
        }

        return context.Nested(new ListValue(collected.ToArray()));
    }
}
