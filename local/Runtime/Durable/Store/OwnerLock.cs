namespace OpsAutomation.Runtime.Durable.Store;

/// <summary>
/// Makes one engine the only owner of a database file: the operating system's lock on a file beside it, which goes away
/// with its process however that ends. Thus whatever a dead owner had begun is free for the next one.
/// </summary>
internal sealed class OwnerLock : IDisposable
{
    private readonly FileStream _file;

    private OwnerLock(FileStream file) => _file = file;

    public void Dispose() => _file.Dispose();

    /// <exception cref="InvalidOperationException">Another engine has the file.</exception>
    internal static OwnerLock Take(string databasePath)
    {
        var path = databasePath + ".owner";
        try
        {
            return new OwnerLock(Hosting.OwnerFile.Open(path, FileMode.OpenOrCreate, FileShare.None));
        }
        catch (IOException e)
        {
            throw new InvalidOperationException(
                $"The durable database '{databasePath}' is in use by another engine, which holds '{path}'. Stop that process, or choose another file.", e);
        }
    }
}
