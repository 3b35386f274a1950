using System.Reflection;
using System.Runtime.CompilerServices;

namespace OpsAutomation.Unit.WorkerApi;

/// <summary>Writes a type's own line, and parameter lists.</summary>
internal static class TypeRenderer
{
    private const string Capabilities = "BindingCapabilitiesAttribute";

    public static bool IsRecord(Type type) => type.GetMethod("<Clone>$") is not null;

    public static string Line(Type type)
    {
        if (type.IsSubclassOf(typeof(Delegate)))
        {
            var invoke = type.GetMethod("Invoke")!;
            var result = TypeText.Used(invoke.ReturnType, new NullableReader(invoke.ReturnParameter, invoke));
            return $"public delegate {result} {TypeText.Declared(type)}({Parameters(invoke.GetParameters(), invoke, (_, _) => "?")})";
        }

        var bases = Bases(type).Order(StringComparer.Ordinal).ToList();
        var inherits = bases.Count == 0 ? string.Empty : " : " + string.Join(", ", bases);
        var constraints = TypeText.Constraints(type.GetGenericArguments());
        return $"{Attributes(type)}public {Kind(type)} {TypeText.Declared(type)}{inherits}{constraints}";
    }

    public static string Parameters(ParameterInfo[] parameters, MethodBase method, Func<object?, Type, string> value)
    {
        var extension = method.IsDefined(typeof(ExtensionAttribute), false);
        return string.Join(", ", parameters.Select((p, i) =>
        {
            var start = extension && i == 0 ? "this "
                : p.IsDefined(typeof(ParamArrayAttribute), false) ? "params "
                : p.IsOut ? "out "
                : p.ParameterType.IsByRef ? "ref "
                : string.Empty;
            var type = TypeText.Used(p.ParameterType, new NullableReader(p, method));
            var end = p.HasDefaultValue ? " = " + value(p.RawDefaultValue, p.ParameterType) : string.Empty;
            return $"{start}{type} {p.Name}{end}";
        }));
    }

    private static string Kind(Type type)
    {
        if (type.IsEnum)
        {
            return "enum";
        }

        if (type.IsValueType)
        {
            return type.IsDefined(typeof(IsReadOnlyAttribute), false) ? "readonly struct" : "struct";
        }

        var noun = type.IsInterface ? "interface" : IsRecord(type) ? "record" : "class";
        return type switch
        {
            { IsInterface: true } => noun,
            { IsAbstract: true, IsSealed: true } => "static " + noun,
            { IsAbstract: true } => "abstract " + noun,
            { IsSealed: true } => "sealed " + noun,
            _ => noun,
        };
    }

    private static IEnumerable<string> Bases(Type type)
    {
        if (type.IsEnum)
        {
            yield break;
        }

        if (type.BaseType is { } parent && parent != typeof(object) && parent != typeof(ValueType))
        {
            yield return TypeText.Used(parent);
        }

        var inherited = type.BaseType?.GetInterfaces() ?? [];
        foreach (var contract in type.GetInterfaces().Except(inherited))
        {
            // A record class always has it; the published listing leaves it out.
            if (!(IsRecord(type) && contract.IsGenericType && contract.GetGenericTypeDefinition() == typeof(IEquatable<>)))
            {
                yield return TypeText.Used(contract);
            }
        }
    }

    private static string Attributes(Type type)
    {
        var text = string.Empty;
        if (type.IsDefined(typeof(AttributeUsageAttribute), false))
        {
            var usage = type.GetCustomAttribute<AttributeUsageAttribute>(false)!;
            var targets = usage.ValidOn.ToString().Split(", ").Order(StringComparer.Ordinal);
            var rest = $"AllowMultiple={Text(usage.AllowMultiple)}, Inherited={Text(usage.Inherited)}";
            text = $"[AttributeUsage({string.Join(" | ", targets)}, {rest})] ";
        }

        foreach (var data in type.GetCustomAttributesData().Where(d => d.AttributeType.Name is Capabilities))
        {
            var names = (IEnumerable<CustomAttributeTypedArgument>)data.ConstructorArguments[0].Value!;
            text += $"[BindingCapabilities({string.Join(", ", names.Select(n => $"\"{n.Value}\""))})] ";
        }

        return text;
    }

    private static string Text(bool value) => value ? "true" : "false";
}
