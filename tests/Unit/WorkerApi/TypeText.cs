namespace OpsAutomation.Unit.WorkerApi;

/// <summary>Writes types as C# does, without namespaces.</summary>
internal static class TypeText
{
    private static readonly Dictionary<Type, string> Keywords = new()
    {
        [typeof(void)] = "void",
        [typeof(object)] = "object",
        [typeof(string)] = "string",
        [typeof(bool)] = "bool",
        [typeof(byte)] = "byte",
        [typeof(int)] = "int",
        [typeof(long)] = "long",
        [typeof(double)] = "double",
        [typeof(decimal)] = "decimal",
    };

    /// <summary>The name a type is declared under, for example <c>Page&lt;T&gt;</c>.</summary>
    public static string Declared(Type type) => type.IsGenericTypeDefinition
        ? $"{Bare(type)}<{string.Join(", ", type.GetGenericArguments().Select(a => a.Name))}>"
        : Bare(type);

    /// <summary>A use of a type; without a reader, question marks of reference types are left out.</summary>
    public static string Used(Type type, NullableReader? nullable = null)
    {
        if (type.IsByRef)
        {
            return Used(type.GetElementType()!, nullable);
        }

        if (Nullable.GetUnderlyingType(type) is { } underlying)
        {
            return Used(underlying, nullable) + "?";
        }

        var counts = !type.IsValueType || type.IsGenericType || type.IsGenericParameter;
        var mark = counts && nullable?.Next() == true && !type.IsValueType ? "?" : string.Empty;
        if (type.IsArray)
        {
            // C# writes the element first, the flags have the array first.
            return $"{Used(type.GetElementType()!, nullable)}[]{mark}";
        }

        if (Keywords.TryGetValue(type, out var keyword))
        {
            return keyword + mark;
        }

        var arguments = type.IsGenericType
            ? $"<{string.Join(", ", type.GetGenericArguments().Select(a => Used(a, nullable)))}>"
            : string.Empty;
        return Bare(type) + arguments + mark;
    }

    /// <summary>All constraints of a type's or method's parameters, each behind a <c>where</c>.</summary>
    public static string Constraints(IEnumerable<Type> parameters) => string.Concat(parameters.Select(Constraint));

    private static string Constraint(Type parameter)
    {
        var attributes = parameter.GenericParameterAttributes;
        List<string> parts = [];
        if (attributes.HasFlag(System.Reflection.GenericParameterAttributes.ReferenceTypeConstraint))
        {
            parts.Add("class");
        }

        parts.AddRange(parameter.GetGenericParameterConstraints().Select(c => Used(c)));
        if (parts.Count == 0 && IsNotNull(parameter))
        {
            parts.Add("notnull");
        }

        return parts.Count == 0 ? string.Empty : $" where {parameter.Name} : {string.Join(", ", parts)}";
    }

    private static bool IsNotNull(Type parameter)
    {
        var flag = parameter.GetCustomAttributes(typeof(System.Runtime.CompilerServices.NullableAttribute), false)
            .OfType<System.Runtime.CompilerServices.NullableAttribute>().SingleOrDefault()?.NullableFlags[0];
        var owner = (System.Reflection.MemberInfo?)parameter.DeclaringMethod ?? parameter.DeclaringType;
        return (flag ?? NullableReader.Context(owner)) == 1;
    }

    private static string Bare(Type type) => type.Name.Split('`')[0];
}
