using System.Reflection;
using System.Runtime.CompilerServices;

namespace OpsAutomation.Unit.WorkerApi;

/// <summary>
/// Writes what an assembly offers to others, one line a type or member: <c>namespace | type | signature</c>. Left out is
/// what the compiler writes for records, and equality.
/// </summary>
internal static class ApiRenderer
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly HashSet<string> Silent = new(StringComparer.Ordinal)
    {
        "Equals", "GetHashCode", "op_Equality", "op_Inequality", "Deconstruct", "<Clone>$", "PrintMembers", "EqualityContract",
    };

    public static IEnumerable<string> Lines(Assembly assembly) =>
        assembly.GetExportedTypes().OrderBy(t => t.FullName, StringComparer.Ordinal).SelectMany(Lines);

    public static IEnumerable<string> Lines(Type type)
    {
        var place = $"{type.Namespace} | {TypeText.Declared(type)} | ";
        return Members(type).Prepend("type " + TypeRenderer.Line(type)).Select(line => place + line);
    }

    private static IEnumerable<string> Members(Type type)
    {
        if (type.IsSubclassOf(typeof(Delegate)))
        {
            return [];
        }

        if (type.IsEnum)
        {
            return Enum.GetNames(type).Select(name => $"{name}={(int)Enum.Parse(type, name)}");
        }

        var record = TypeRenderer.IsRecord(type);
        return
        [
            .. type.GetConstructors(Declared).Where(c => Visible(c) && !(record && IsCompilerCopy(c)))
                .Select(c => $"{Obsolete(c)}{Access(c)}{TypeText.Declared(type).Split('<')[0]}({Parameters(c)})"),
            .. type.GetMethods(Declared)
                .Where(m => Visible(m) && (!m.IsSpecialName || m.Name is "op_Implicit") && !Silent.Contains(m.Name))
                .Where(m => !(record && m.Name is nameof(ToString)))
                .Select(Method),
            .. type.GetProperties(Declared).Where(p => p.GetAccessors(true).Any(Visible) && !Silent.Contains(p.Name)).Select(Property),
            .. type.GetFields(Declared).Where(f => f.IsPublic || f.IsFamily).Select(Field),
        ];
    }

    private static bool Visible(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    /// <summary>A record's own copy constructor; one that is written out is public.</summary>
    private static bool IsCompilerCopy(ConstructorInfo constructor) =>
        constructor.IsFamily && constructor.GetParameters() is [{ } only] && only.ParameterType == constructor.DeclaringType;

    private static string Access(MethodBase method) =>
        method.DeclaringType!.IsInterface ? string.Empty : method.IsPublic ? "public " : "protected ";

    private static string Obsolete(MemberInfo member) =>
        member.IsDefined(typeof(ObsoleteAttribute), false) ? "[Obsolete] " : string.Empty;

    private static string Kind(MethodInfo method)
    {
        if (method.DeclaringType!.IsInterface)
        {
            return string.Empty;
        }

        return method switch
        {
            { IsStatic: true } => "static ",
            { IsAbstract: true } => "abstract ",
            { IsVirtual: true, IsFinal: false } when method.GetBaseDefinition() != method => "override ",
            { IsVirtual: true, IsFinal: false } => "virtual ",
            _ => string.Empty,
        };
    }

    private static string Method(MethodInfo method)
    {
        var start = Obsolete(method) + Access(method) + Kind(method);
        var result = TypeText.Used(method.ReturnType, new NullableReader(method.ReturnParameter, method));
        if (method.Name is "op_Implicit")
        {
            return $"{start}implicit operator {result}({Parameters(method)})";
        }

        var generics = method.GetGenericArguments();
        var names = generics.Length == 0 ? string.Empty : $"<{string.Join(", ", generics.Select(g => g.Name))}>";
        var constraints = Kind(method) is "override " ? string.Empty : TypeText.Constraints(generics);
        return $"{start}{result} {method.Name}{names}({Parameters(method)}){constraints}";
    }

    private static string Property(PropertyInfo property)
    {
        var get = property.GetMethod is { } g && Visible(g) ? g : null;
        var set = property.SetMethod is { } s && Visible(s) ? s : null;
        var shown = (get ?? set)!;
        var type = TypeText.Used(property.PropertyType, new NullableReader(property, property));
        var name = property.GetIndexParameters().Length > 0 ? $"this[{Parameters(property.GetIndexParameters(), shown)}]" : property.Name;
        var init = set?.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)) == true;
        var accessors = (get is null ? string.Empty : "get; ") + (set is null ? string.Empty : init ? "init; " : "set; ");
        return $"{Obsolete(property)}{Access(shown)}{Kind(shown)}{type} {name} {{ {accessors}}}";
    }

    private static string Field(FieldInfo field)
    {
        var type = TypeText.Used(field.FieldType, new NullableReader(field, field));
        var access = field.IsPublic ? "public " : "protected ";
        var start = Obsolete(field) + access;
        var kind = (field.IsStatic ? "static " : string.Empty) + (field.IsInitOnly ? "readonly " : string.Empty);
        return field.IsLiteral
            ? $"{start}const {type} {field.Name} = {Value(field.GetRawConstantValue(), field.FieldType)}"
            : $"{start}{kind}{type} {field.Name}";
    }

    private static string Parameters(MethodBase method) => Parameters(method.GetParameters(), method);

    private static string Parameters(ParameterInfo[] parameters, MethodBase method) =>
        TypeRenderer.Parameters(parameters, method, Value);

    private static string Value(object? value, Type type) => value switch
    {
        null => type.IsValueType && Nullable.GetUnderlyingType(type) is null ? "default" : "null",
        bool b => b ? "true" : "false",
        string s => $"\"{s}\"",
        _ => value.ToString()!,
    };
}
