using System.Text.Json;
using OpsAutomation.Core.Expressions;
using OpsAutomation.Core.Expressions.Values;

namespace OpsAutomation.Core.Alerts.Sources.Mapped;

/// <summary>What the expressions of a mapping may use. The names are part of what operators write: one is added and none changed.</summary>
internal static class MappingScope
{
    /// <summary>The whole body.</summary>
    public const string Body = "body";

    /// <summary>The element of <c>items</c>; the body where there are no items.</summary>
    public const string Item = "item";

    /// <summary>When we received it.</summary>
    public const string ReceivedAt = "receivedAt";

    /// <summary>For <c>recognise</c> and <c>items</c>, which are asked before there are items.</summary>
    public static ExpressionScope OfBody { get; } = ExpressionScope.Empty.With(Body, ExpressionType.Dyn);

    /// <summary>For everything else.</summary>
    public static ExpressionScope OfItem { get; } = OfBody.With(Item, ExpressionType.Dyn).With(ReceivedAt, ExpressionType.Timestamp);

    /// <summary>Binds a body that has no flaws.</summary>
    public static Dictionary<string, ExpressionValue> Bind(JsonElement body) =>
        new(StringComparer.Ordinal) { [Body] = ValueJson.Read(body) };

    /// <summary>Binds a body and one of its items.</summary>
    public static Dictionary<string, ExpressionValue> Bind(ExpressionValue body, ExpressionValue item, DateTimeOffset receivedAt) =>
        new(StringComparer.Ordinal) { [Body] = body, [Item] = item, [ReceivedAt] = ExpressionValue.Of((DateTimeOffset?)receivedAt) };
}
