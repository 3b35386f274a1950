namespace OpsAutomation.Core.Expressions;

/// <summary>What kind of problem the source has.</summary>
public enum ProblemKind
{
    /// <summary>The source is not an expression.</summary>
    Syntax,

    /// <summary>A name, a field, a function or a type is wrong.</summary>
    Type,

    /// <summary>A limit of <see cref="ExpressionLimits"/> is exceeded; the message names it.</summary>
    Limit,

    /// <summary>Valid in the whole Common Expression Language and not in our subset: protobuf messages, enums and type values.</summary>
    Unsupported,
}

/// <summary>What the whole language has and our subset leaves out.</summary>
public enum UnsupportedFeature
{
    /// <summary>Messages of protobuf: <c>Name{field: value}</c>.</summary>
    ProtobufMessages,

    /// <summary>Enums of protobuf.</summary>
    Enums,

    /// <summary>Types as values: <c>type(x)</c>, <c>int</c>.</summary>
    TypeValues,
}

/// <summary>One problem in the source of an expression.</summary>
/// <param name="Kind">What kind of problem it is.</param>
/// <param name="Message">What is wrong and what to write instead.</param>
/// <param name="Line">The line within the source, from 1.</param>
/// <param name="Column">The column within the source, from 1, in UTF-16 characters.</param>
/// <param name="Unsupported">What is left out of the language here; null unless the kind says so.</param>
public sealed record ExpressionProblem(ProblemKind Kind, string Message, int Line, int Column, UnsupportedFeature? Unsupported = null)
{
    /// <summary>The stable code of docs/diagnostics.md.</summary>
    public string Code => Kind switch
    {
        ProblemKind.Syntax => "OPS1801",
        ProblemKind.Type => "OPS1802",
        ProblemKind.Limit => "OPS1803",
        _ => "OPS1804",
    };

    /// <summary>Renders <c>line:column: message</c>.</summary>
    public override string ToString() => $"{Line}:{Column}: {Message}";
}
