using System.Security.Cryptography;
using System.Text;

namespace OpsAutomation.Core.Records;

/// <summary>
/// Makes any text fit for a row key. Table storage forbids slashes, <c>#</c>, <c>?</c> and control characters, and allows
/// 1 KiB; guest users of Entra carry <c>#</c> in their names and undo steps carry a slash.
/// </summary>
public static class RowKey
{
    private const int MaxLength = 200;

    /// <summary>Keeps letters, digits and <c>-_.:@</c>; writes every other byte as <c>=XX</c>. Different texts give different keys.</summary>
    public static string Escape(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var key = new StringBuilder(text.Length);
        foreach (var b in Encoding.UTF8.GetBytes(text))
        {
            var c = (char)b;
            if (char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or ':' or '@')
            {
                key.Append(c);
            }
            else
            {
                key.Append('=').Append(b.ToString("X2"));
            }
        }

        return key.Length <= MaxLength ? key.ToString() : $"==sha256:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}";
    }
}
