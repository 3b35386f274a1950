using OpsAutomation.Core.Catalog;
using OpsAutomation.Core.Notifications;

namespace OpsAutomation.Core.Playbooks.Approving;

/// <summary>Reads who is in which group, and who else is the same person.</summary>
internal static class PeopleReader
{
    internal static IReadOnlyList<PersonGroup> Groups(YamlMap root)
    {
        var groups = new List<PersonGroup>();
        foreach (var map in root.Maps("groups"))
        {
            var group = new PersonGroup(Loading.PlaybookNames.Read(map, "name"), map.String("id"), map.Strings("members"));
            map.Done();
            if (groups.Exists(g => g.Name == group.Name))
            {
                map.Error("OPS2207", "name", $"The group '{group.Name}' stands twice.");
            }

            if (group.Id is { } id && !Guid.TryParse(id, out _))
            {
                map.Error("OPS2207", "id", $"'{id}' is no object id of a group.");
            }

            groups.Add(group);
        }

        return groups;
    }

    internal static IReadOnlyDictionary<string, string> Aliases(YamlMap root)
    {
        var aliases = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        if (root.Map("samePeople") is not { } map)
        {
            return aliases;
        }

        foreach (var user in map.Keys)
        {
            foreach (var name in map.Strings(user))
            {
                if (string.Equals(name, user, StringComparison.OrdinalIgnoreCase) || !aliases.TryAdd(name, user))
                {
                    map.Error("OPS2207", user, $"'{name}' is somebody already: every name means one person.");
                }
            }
        }

        foreach (var user in map.Keys.Where(aliases.ContainsKey))
        {
            map.Error("OPS2207", user, $"'{user}' is another name of {aliases[user]}: name one person in one place.");
        }

        map.Done();
        return aliases;
    }
}
