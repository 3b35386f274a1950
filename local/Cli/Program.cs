Console.Error.WriteLine("ops");return 2;
