namespace Microsoft.Azure.Functions.Worker;

/// <summary>Addresses at which one orchestration can be asked about and steered.</summary>
public class HttpManagementPayload
{
    internal HttpManagementPayload(string id, string root)
    {
        // The double braces are those of the published extension: a caller replaces "{text}" and keeps the outer pair.
        const string Reason = "?reason={{text}}";
        Id = id;
        StatusQueryGetUri = root;
        SendEventPostUri = $"{root}/raiseEvent/{{eventName}}";
        TerminatePostUri = $"{root}/terminate{Reason}";
        PurgeHistoryDeleteUri = root;
        SuspendPostUri = $"{root}/suspend{Reason}";
        ResumePostUri = $"{root}/resume{Reason}";
    }

    /// <summary>The instance's id.</summary>
    public string? Id { get; }

    /// <summary>GET: where it stands.</summary>
    public string? StatusQueryGetUri { get; }

    /// <summary>POST: sends an event.</summary>
    public string? SendEventPostUri { get; }

    /// <summary>POST: ends it.</summary>
    public string? TerminatePostUri { get; }

    /// <summary>POST: takes it back to before its failure; null, as in the published extension.</summary>
    public string? RewindPostUri { get; }

    /// <summary>DELETE: removes it.</summary>
    public string? PurgeHistoryDeleteUri { get; }

    /// <summary>POST: runs it again; null, as in the published extension.</summary>
    public string? RestartPostUri { get; }

    /// <summary>POST: holds it.</summary>
    public string? SuspendPostUri { get; }

    /// <summary>POST: lets it go on.</summary>
    public string? ResumePostUri { get; }
}
