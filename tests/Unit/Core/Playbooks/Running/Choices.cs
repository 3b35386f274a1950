namespace OpsAutomation.Unit.Core.Playbooks.Running;

/// <summary>
/// Chance as a list of bytes, so that FsCheck shrinks a failing run to the few choices that matter. Choice 0 is always the
/// good one; when the list is used up everything goes well.
/// </summary>
internal sealed class Choices(byte[] bytes)
{
    private int _next;

    internal bool UsedUp => _next >= bytes.Length;

    internal int Pick(int count) => UsedUp ? 0 : bytes[_next++] % count;

    internal bool OneIn(int count) => Pick(count) == 1;
}
