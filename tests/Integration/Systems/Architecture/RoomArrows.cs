using System.Reflection;
using System.Reflection.Emit;

namespace OpsAutomation.Integration.Systems.Architecture;

/// <summary>Which room of Core uses which, read from the compiled assembly: signatures, fields, attributes' targets and method bodies.</summary>
internal static class RoomArrows
{
    private const string Prefix = "OpsAutomation.Core.";
    private const BindingFlags Everything = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly Dictionary<short, OpCode> OpCodesByValue = typeof(OpCodes)
        .GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(f => (OpCode)f.GetValue(null)!)
        .ToDictionary(o => o.Value);

    /// <summary>Room by room, the other rooms that it uses, in alphabetical order.</summary>
    public static SortedDictionary<string, string> Of(Assembly core)
    {
        var arrows = new SortedDictionary<string, SortedSet<string>>(StringComparer.Ordinal);
        foreach (var type in core.GetTypes())
        {
            if (RoomOf(type) is not { } from)
            {
                continue;
            }

            arrows.TryAdd(from, new SortedSet<string>(StringComparer.Ordinal));
            arrows[from].UnionWith(UsedBy(type).SelectMany(Parts).Select(RoomOf).OfType<string>().Where(to => to != from));
        }

        return new SortedDictionary<string, string>(arrows.ToDictionary(a => a.Key, a => string.Join(" ", a.Value)), StringComparer.Ordinal);
    }

    private static string? RoomOf(Type type) =>
        type.Namespace is { } space && space.StartsWith(Prefix, StringComparison.Ordinal) ? space[Prefix.Length..].Split('.')[0] : null;

    private static IEnumerable<Type> Parts(Type? type) => type switch
    {
        null => [],
        { HasElementType: true } => Parts(type.GetElementType()),
        { IsGenericType: true } => type.GetGenericArguments().SelectMany(Parts).Append(type.GetGenericTypeDefinition()),
        _ => [type],
    };

    private static IEnumerable<Type?> UsedBy(Type type)
    {
        yield return type.BaseType;
        foreach (var used in type.GetInterfaces()
                     .Concat(type.GetFields(Everything).Select(f => f.FieldType))
                     .Concat(type.GetProperties(Everything).Select(p => p.PropertyType)))
        {
            yield return used;
        }

        foreach (var method in type.GetMethods(Everything).Cast<MethodBase>().Concat(type.GetConstructors(Everything)))
        {
            foreach (var used in method.GetParameters().Select(p => p.ParameterType).Append((method as MethodInfo)?.ReturnType).Concat(InBody(method)))
            {
                yield return used;
            }
        }
    }

    private static IEnumerable<Type?> InBody(MethodBase method)
    {
        if (method.GetMethodBody() is not { } body || body.GetILAsByteArray() is not { } code)
        {
            yield break;
        }

        foreach (var local in body.LocalVariables)
        {
            yield return local.LocalType;
        }

        var typeArguments = method.DeclaringType?.IsGenericType == true ? method.DeclaringType.GetGenericArguments() : null;
        var methodArguments = method.IsGenericMethod ? method.GetGenericArguments() : null;
        for (var at = 0; at < code.Length;)
        {
            var value = code[at] == 0xFE ? unchecked((short)(0xFE00 | code[at + 1])) : code[at];
            var operation = OpCodesByValue[value];
            at += operation.Size;
            if (operation.OperandType is OperandType.InlineField or OperandType.InlineMethod or OperandType.InlineTok or OperandType.InlineType)
            {
                foreach (var used in Named(method.Module.ResolveMember(BitConverter.ToInt32(code, at), typeArguments, methodArguments)))
                {
                    yield return used;
                }
            }

            at += SizeOfOperand(operation, code, at);
        }
    }

    private static IEnumerable<Type?> Named(MemberInfo? member) => member switch
    {
        Type type => [type],
        MethodInfo method => [method.DeclaringType, method.ReturnType, .. method.IsGenericMethod ? method.GetGenericArguments() : []],
        { } other => [other.DeclaringType],
        null => [],
    };

    private static int SizeOfOperand(OpCode operation, byte[] code, int at) => operation.OperandType switch
    {
        OperandType.InlineNone => 0,
        OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
        OperandType.InlineVar => 2,
        OperandType.InlineI8 or OperandType.InlineR => 8,
        OperandType.InlineSwitch => 4 + (4 * BitConverter.ToInt32(code, at)),
        _ => 4,
    };
}
