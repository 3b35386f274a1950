using System.Reflection;
using System.Runtime.CompilerServices;

namespace OpsAutomation.Unit.WorkerApi;

/// <summary>
/// Walks a type as the compiler did when it wrote the nullable flags: one flag for each reference type, array or type
/// parameter and for each generic value type, Nullable itself left out. 2 is a question mark.
/// </summary>
internal sealed class NullableReader
{
    private readonly byte[]? _flags;
    private readonly byte _context;
    private int _next;

    public NullableReader(ICustomAttributeProvider owner, MemberInfo member)
    {
        _flags = owner.GetCustomAttributes(typeof(NullableAttribute), false).OfType<NullableAttribute>().SingleOrDefault()?.NullableFlags;
        _context = Context(member);
    }

    public static byte Context(MemberInfo? member)
    {
        for (; member is not null; member = member.DeclaringType)
        {
            if (member.GetCustomAttribute<NullableContextAttribute>(false) is { } context)
            {
                return context.Flag;
            }
        }

        return 0;
    }

    public bool Next()
    {
        var flag = _flags switch
        {
            null => _context,
            { Length: 1 } => _flags[0],
            _ => _flags[_next],
        };
        _next++;
        return flag == 2;
    }
}
